/** Work that Migo does after its answer: what a caller reads once it is done shows it. */
import { writeWorkbook } from '../../simulator/testing/workbook-writer.js';
import { ANA, type Client } from '../support/client.js';
import { postForm } from '../support/multipart.js';
import { Walk } from '../support/walk.js';
import { stepUp } from '../support/walk-callers.js';

/** As long as the list takes to be read before. */
const STEP_MS = 1500;
const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const COLUMNS =
  'name lastName address countryOfBirth dateOfBirth maritalStatus gender phoneNumber email documentType documentNumber cardId';
const PERSON = [
  ...['Nicté', 'Ajú', '1 calle', 'GT', '1990-05-17', 'casado', 'F', '50255551000', 'nicte@demo.test'],
  ...['DPI', '3000000000001', 5001],
];

let walk: Walk;
let ana: Client;

beforeAll(async () => {
  walk = await Walk.start({ reference: { seconds: 60 } });
  await walk.control.setWorkStep(STEP_MS);
  ana = await stepUp(await walk.callers.operator.logIn(ANA), walk.control);
});

afterAll(() => walk.end());

it('a list that was read during an upload has everybody after it', async () => {
  const content = writeWorkbook([COLUMNS.split(' '), PERSON]);
  const files = [['users', { name: 'people.xlsx', type: XLSX, content }]] as const;
  const uploaded = await postForm(ana, `${CARDHOLDERS}/upload`, { files });
  await names();

  const progress = await ana.open(`${CARDHOLDERS}/batch/${String(uploaded.body.data.id)}/progress`);
  await progress.text();

  expect(await names()).toContain('Nicté');
});

async function names(): Promise<string[]> {
  const { body } = await ana.get(`${CARDHOLDERS}?limit=100`);
  const items: { name: string }[] = body.data.items;
  return items.map(({ name }) => name);
}
