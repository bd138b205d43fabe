// Loaded into a process (`--import`), this stands in for a DNS that leads a name into the house: a test has none of its own.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const ADDRESSES = [{ address: '10.0.0.7', family: 4 }];
const { lookup } = dns;

dns.lookup = (name, options, callback) => {
  if (name.endsWith('.private.test')) process.nextTick(callback, null, ADDRESSES);
  else lookup(name, options, callback);
};
syncBuiltinESMExports();
