import { RegisterUserDto } from '../../src/modules/users/registration.dto.js';
import { brokenFields, messages } from './broken-fields.js';

const INVITED = {
  invitationCode: 'INV-4F7K2M',
  deviceId: 'dev-9f3c',
  username: 'carla@shop.migo.test',
  password: 'first-secret',
  confirmPassword: 'first-secret',
};

function without(field: string): object {
  return Object.fromEntries(Object.entries(INVITED).filter(([name]) => name !== field));
}

describe('a registration by invitation', () => {
  it('is complete with these five fields', async () => {
    expect(await brokenFields(RegisterUserDto, INVITED)).toEqual([]);
  });

  it.each(['deviceId', 'username', 'password', 'confirmPassword'])('is refused without %s', async (field) => {
    const fields = (await brokenFields(RegisterUserDto, without(field))).map((broken) => broken.split(' ')[0]);
    expect(fields).toContain(field);
  });

  it('is refused where the two passwords differ, without repeating either', async () => {
    const body = { ...INVITED, confirmPassword: 'second-secret' };
    expect(await brokenFields(RegisterUserDto, body)).toEqual(['confirmPassword sameAs']);
    expect(await messages(RegisterUserDto, body)).toBe('confirmPassword must equal password');
  });

  it.each([5, null])('is refused with the code %j', async (invitationCode) => {
    expect(await brokenFields(RegisterUserDto, { ...INVITED, invitationCode })).toEqual(['invitationCode isString']);
  });

  it.each(['carla@localhost', '"carla m"@shop.migo.test', `${'c'.repeat(80)}@shop.migo.test`])(
    'takes the address %s, as RFC 5321 or Migo may',
    async (username) => {
      expect(await brokenFields(RegisterUserDto, { ...INVITED, username })).toEqual([]);
    },
  );
});

describe('a direct registration', () => {
  it('requires nothing, because Migo documents a sample only', async () => {
    expect(await brokenFields(RegisterUserDto, {})).toEqual([]);
  });

  it('leaves the passwords to Migo, which documents none here', async () => {
    expect(await brokenFields(RegisterUserDto, { firstName: 'Carla', password: 'first-secret' })).toEqual([]);
  });

  it('judges no field, since Migo shows them in a sample', async () => {
    const body = { username: 'carla', password: '', confirmPassword: 'x', nit: 5, termsAndConditionsAccepted: 'yes' };
    expect(await brokenFields(RegisterUserDto, body)).toEqual([]);
  });
});
