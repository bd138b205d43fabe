/** Of the straight line that fits best (least squares), in units of y per unit of x. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const [products, squares] = [
    points.map(([x, y]) => (x - meanX) * (y - meanY)),
    points.map(([x]) => (x - meanX) ** 2),
  ];
  return mean(products) / mean(squares);
}
