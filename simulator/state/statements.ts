/** A monthly statement that the Wallet Gateway accepted to generate. */
export interface Statement {
  statementId: string;
  cardId: number;
  month: number;
  year: number;
  status: 'accepted';
  url: string;
}
