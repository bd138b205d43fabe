import { INTEGER, shape, TEXT } from '../../routes/shape.js';

/** Migo: wallet/card-issuance names `userId`, and no more. */
export const registeredUser = shape('RegisteredUser', 'documented', { userId: TEXT });

export const invitationCode = shape('InvitationCode', 'assumed', {
  invitationCode: TEXT,
  'role?': TEXT,
  'branchId?': INTEGER,
});
