import { IsOptional, Matches } from 'class-validator';

const PATH = /^\/[A-Za-z0-9._~/-]*$/;
const PATH_MESSAGE = { message: '$property must be a path that begins with / and holds no query' };

/** Paths that Migo's documentation leaves open or may move (docs/adr/0001-assumptions-about-migo.md). */
class LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  login = '/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  refresh = '/auth/refresh';
}

export class MiddlewarePaths extends LoginPaths {
  /** A GET that tells whether it is well. Migo documents none. */
  @IsOptional()
  @Matches(PATH, PATH_MESSAGE)
  health?: string;
}

export class WalletPaths extends LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  health = '/health';

  @Matches(PATH, PATH_MESSAGE)
  userLogin = '/users/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  userRefresh = '/users/auth/refresh';

  @Matches(PATH, PATH_MESSAGE)
  userOtp = '/users/auth/otp';

  /** Told of the end of a cardholder's session. Migo documents none. */
  @IsOptional()
  @Matches(PATH, PATH_MESSAGE)
  userLogout?: string;
}

export class CmsPaths {
  @Matches(PATH, PATH_MESSAGE)
  login = '/app/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  refresh = '/app/auth/refresh';

  @Matches(PATH, PATH_MESSAGE)
  operatorLogin = '/app/users/login';

  @Matches(PATH, PATH_MESSAGE)
  operatorRefresh = '/app/users/refresh';

  @Matches(PATH, PATH_MESSAGE)
  operatorOtp = '/app/users/auth/otp';

  /** Told of the end of an operator's session. Migo documents none. */
  @IsOptional()
  @Matches(PATH, PATH_MESSAGE)
  operatorLogout?: string;

  /** A GET that tells whether it is well. Migo documents none. */
  @IsOptional()
  @Matches(PATH, PATH_MESSAGE)
  health?: string;
}

export class PaymentsPaths extends LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  transactionSearch = '/transactions';

  @Matches(PATH, PATH_MESSAGE)
  healthLive = '/health/live';

  @Matches(PATH, PATH_MESSAGE)
  healthReady = '/health/ready';
}
