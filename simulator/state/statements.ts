/** A monthly statement that the Wallet Gateway accepted to generate. */
export interface Statement {
  statementId: string;
  cardId: number;
  /** As they were asked for. */
  month: number | string | null;
  year: number | string | null;
  status: 'accepted';
  url: string;
}
