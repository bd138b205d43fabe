import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { transactionRoutes } from './transactions.routes.js';

@Module({ imports: [RouteTableModule.for('transactions', transactionRoutes)] })
export class TransactionsModule {}
