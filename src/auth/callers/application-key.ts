/** What a program without an `Origin` and without a login, such as a native app, presents: it names a partner and is no secret. */
export const APPLICATION_KEY_HEADER = 'x-migo-application-key';
