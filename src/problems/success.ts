/** Migo's standard success envelope, which the gateway's own endpoints answer with too. */
export interface Success<T> {
  success: true;
  message?: string;
  data: T;
}

export function success<T>(data: T): Success<T> {
  return { success: true, data };
}
