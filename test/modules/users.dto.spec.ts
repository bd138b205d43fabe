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

  it.each(['', null])('is refused with the code %j', async (invitationCode) => {
    expect(await brokenFields(RegisterUserDto, { ...INVITED, invitationCode })).toContain('invitationCode isNotEmpty');
  });
});

describe('a direct registration', () => {
  it('requires nothing, because Migo documents a sample only', async () => {
    expect(await brokenFields(RegisterUserDto, {})).toEqual([]);
  });

  it('leaves the passwords to Migo, which documents none here', async () => {
    expect(await brokenFields(RegisterUserDto, { firstName: 'Carla', password: 'first-secret' })).toEqual([]);
  });

  it('is refused with a user name that is no e-mail address', async () => {
    expect(await brokenFields(RegisterUserDto, { username: 'carla' })).toEqual(['username isEmail']);
  });
});
