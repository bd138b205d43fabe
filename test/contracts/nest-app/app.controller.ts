// An application of Nest that writes its own OpenAPI file: compiled and run by test/support/nest-app.ts, with Nest 11 and 12.
import 'reflect-metadata';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Module,
  Param,
  ParseArrayPipe,
  ParseIntPipe,
  Patch,
  Post,
  Put,
  Query,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiExcludeController,
  ApiExtraModels,
  DocumentBuilder,
  getSchemaPath,
  SwaggerModule,
} from '@nestjs/swagger';
import { Bank, Card, ChangeAccount, CreateAccount, CreatePayment, Line, ListQuery } from './app.dto.js';

const DONE = { success: true };

@Controller()
class RootController {
  @Get()
  hello(): object {
    return DONE;
  }
}

@Controller('payments/:tenant')
@ApiExtraModels(Card, Bank)
class PaymentsController {
  @Get()
  list(@Query() _query: ListQuery): object {
    return DONE;
  }

  @Get('by-number/:number')
  read(@Param('number', ParseIntPipe) _number: number): object {
    return DONE;
  }

  @Post()
  create(@Body() _payment: CreatePayment): object {
    return DONE;
  }

  @Post('any')
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of what is any Nest writes nothing
  any(@Body() _body: any): object {
    return DONE;
  }

  @Post('method')
  @ApiBody({ schema: { oneOf: [{ $ref: getSchemaPath(Card) }, { $ref: getSchemaPath(Bank) }] } })
  method(@Body() _body: Bank): object {
    return DONE;
  }
}

@Controller('accounts')
class AccountsController {
  @Post()
  create(@Body() _account: CreateAccount): object {
    return DONE;
  }

  @Patch(':id')
  change(@Param('id') _id: string, @Body() _account: ChangeAccount): object {
    return DONE;
  }

  @Put('lines')
  @ApiBody({ type: [Line] })
  lines(@Body(new ParseArrayPipe({ items: Line })) _lines: object[]): object {
    return DONE;
  }
}

@ApiExcludeController()
@Controller('auth')
class LoginController {
  @Post('login')
  @HttpCode(200)
  login(): object {
    const expirationToken = new Date(Date.now() + 1_800_000).toISOString();
    return { success: true, data: { accessToken: 'at-nest', refreshToken: 'rt-nest', expirationToken } };
  }
}

@Module({ controllers: [RootController, PaymentsController, AccountsController, LoginController] })
class AppModule {}

async function start(): Promise<void> {
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
  app.useGlobalPipes(new ValidationPipe({ transform: true }));
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder().setTitle('accounts').setVersion('1').build(),
  );
  await app.listen(0, '127.0.0.1');
  console.log(JSON.stringify({ url: await app.getUrl(), document }));
}

void start();
