import { PartnerSettings } from '../../src/config/sections/partner.settings.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { derived } from '../../src/config/live/derived.js';
import { settingsChanges } from '../../src/config/live/settings-changes.js';
import { settingsUpdate } from '../../src/config/live/settings-update.js';
import type { Settings } from '../../src/config/settings.js';

function load(): Settings {
  return loadSettings({ env: {}, directory: 'config' });
}

describe('the difference of two settings', () => {
  it('is none where they were read twice', () => {
    expect(settingsChanges(load(), load())).toEqual([]);
  });

  it.each<[string, unknown, unknown, string[]]>([
    ['text', { a: 'old' }, { a: 'new' }, ['a']],
    ['a list of texts', { a: ['x', 'y'] }, { a: ['x'] }, ['a']],
    ['an item by its id', { a: [{ id: 'x', b: 1 }] }, { a: [{ id: 'x', b: 2 }] }, ['a[x].b']],
    ['an item that was added', { a: [{ id: 'x' }] }, { a: [{ id: 'x' }, { id: 'y' }] }, ['a[y]']],
    ['an item that was removed', { a: [{ id: 'x' }, { id: 'y' }] }, { a: [{ id: 'y' }] }, ['a[x]']],
    ['an order', { a: [{ id: 'x' }, { id: 'y' }] }, { a: [{ id: 'y' }, { id: 'x' }] }, ['a']],
    ['a member of a map', { a: new Map([['x', 1]]) }, { a: new Map([['x', 2]]) }, ['a.x']],
    ['a first item', { a: [] }, { a: [{ id: 'x' }] }, ['a[x]']],
    ['a member that is left out', { a: undefined, b: 1 }, { b: 1 }, []],
  ])('names %s', (_what, before, after, changes) => {
    expect(settingsChanges(before, after)).toEqual(changes);
  });
});

describe('settings that are updated', () => {
  it('have new parts where something has changed, and the old ones elsewhere', () => {
    const [settings, next] = [load(), load()];
    const { partners, limits } = settings;
    next.limits.login.requests = 3;

    const { changed, needsRestart, apply } = settingsUpdate(settings, next);
    expect(settings.limits).toBe(limits);
    apply();

    expect([changed, needsRestart]).toEqual([['limits.login.requests'], []]);
    expect(settings.limits.login.requests).toBe(3);
    expect(settings.partners).toBe(partners);
  });

  it('keep what needs a restart, and partners that have not changed', () => {
    const [settings, next] = [load(), load()];
    const [demo] = settings.partners;
    next.server.port = 1;
    next.partners.push(Object.assign(new PartnerSettings(), demo, { id: 'other' }));

    const { changed, needsRestart, apply } = settingsUpdate(settings, next);
    apply();

    expect([changed, needsRestart]).toEqual([['partners[other]'], ['server.port']]);
    expect(settings.server.port).not.toBe(1);
    expect(settings.partners[0]).toBe(demo);
    expect(settings.partners.map(({ id }) => id)).toEqual(['demo', 'other']);
  });

  it('take certificates over, but not before the address that they are for', () => {
    const tls = (cert: string): object => ({ tls: { cert } });
    const [settings, next, later] = [load(), load(), load()];
    Object.assign(settings.upstreams.wallet ?? {}, tls('old'));
    for (const one of [next, later]) Object.assign(one.upstreams.wallet ?? {}, tls('new'));
    Object.assign(later.upstreams.wallet ?? {}, { baseUrl: 'https://elsewhere.test' });

    const waits = settingsUpdate(settings, later);
    waits.apply();
    expect([waits.changed, waits.needsRestart]).toEqual([
      [],
      ['upstreams.wallet.baseUrl', 'upstreams.wallet.tls.cert'],
    ]);
    expect(settings.upstreams.wallet?.tls?.cert).toBe('old');

    const { changed, apply } = settingsUpdate(settings, next);
    apply();
    expect(changed).toEqual(['upstreams.wallet.tls.cert']);
    expect(settings.upstreams.wallet?.tls?.cert).toBe('new');
  });

  it.each([
    ['begins to ask for', undefined, 'ca'],
    ['asks no longer for', 'ca', undefined],
  ])('leave it to a start whether the admin port %s certificates', (_what, before, after) => {
    const [settings, next] = [load(), load()];
    Object.assign(settings.admin, { tls: { cert: 'old', key: 'k', clientCa: before } });
    Object.assign(next.admin, { tls: { cert: 'new', key: 'k', clientCa: after } });

    const { changed, needsRestart, apply } = settingsUpdate(settings, next);
    apply();

    expect([changed, needsRestart.sort()]).toEqual([[], ['admin.tls.cert', 'admin.tls.clientCa']]);
    expect(settings.admin.tls).toMatchObject({ cert: 'old' });
  });

  it('make anew what was made of a part, once, and only after that part was replaced', () => {
    const settings = load();
    let made = 0;
    const count = derived(settings, ['limits', 'partners'], ({ limits }) => {
      made += 1;
      return limits.login.requests;
    });
    const before = count();
    settingsUpdate(settings, Object.assign(load(), { logLevel: 'warn' })).apply();
    expect([count(), made]).toEqual([before, 1]);

    const next = load();
    next.limits.login.requests = before + 1;
    settingsUpdate(settings, next).apply();

    expect([count(), count(), made]).toEqual([before + 1, before + 1, 2]);
  });
});
