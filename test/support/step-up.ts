import type { Simulator } from '../../simulator/simulator.js';
import { ANA, type Client } from './client.js';
import { SimulatorControl } from './simulator-control.js';

/** Verifies a one-time code for Ana, who is the operator and the CMS user of the service `demo-billing` too. */
export async function stepUp(simulator: Simulator, service: Client): Promise<void> {
  const control = new SimulatorControl(simulator);
  const login = { email: ANA.email, purpose: 'login' };
  await send('POST', login, {});
  await service.get('/v1/modules');
  const [known] = await control.calls({ upstream: 'cms', path: '/app/modules' });
  const { authorization = '', 'x-user-token': user = '' } = known?.headers ?? {};
  await send('PUT', { ...login, otp: await control.otpOf(ANA.email) }, { authorization, 'x-user-token': user });

  async function send(method: string, body: object, headers: Readonly<Record<string, string>>): Promise<void> {
    const { status } = await fetch(`${simulator.urls.cms}/app/users/auth/otp`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (status !== 200) throw new Error(`${method} one-time code: ${status}`);
  }
}
