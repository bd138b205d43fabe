// Whether the gateway of this container lives. Whether its admin port speaks TLS (`admin.tls`) only its settings say, so both are
// tried; nobody else can answer on loopback, so the certificate is not looked at.
import http from 'node:http';
import https from 'node:https';

const TIMEOUT_MS = 1000;
const options = {
  host: '127.0.0.1',
  port: process.env.ADMIN_PORT || 9090,
  path: '/livez',
  timeout: TIMEOUT_MS,
  rejectUnauthorized: false,
};

const lives = ({ get }) =>
  new Promise((resolve) => {
    const request = get(options, ({ statusCode }) => resolve(statusCode === 200));
    request.on('timeout', () => request.destroy());
    request.on('close', () => resolve(false));
    request.on('error', () => resolve(false));
  });

process.exit((await lives(http)) || (await lives(https)) ? 0 : 1);
