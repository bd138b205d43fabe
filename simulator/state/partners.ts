export interface Partner {
  partnerId: string;
  name: string;
}
