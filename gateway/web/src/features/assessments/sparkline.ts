/** The points of a line of scores from 1 to 5, the oldest at the left. */
const LEAST = 1;
const BEST = 5;
const MARGIN = 3;

export function points(scores: readonly number[], width: number, height: number): string {
  const step = (width - 2 * MARGIN) / Math.max(1, scores.length - 1);
  const unit = (height - 2 * MARGIN) / (BEST - LEAST);
  return scores
    .map(
      (score, index) => `${round(MARGIN + index * step)},${round(height - MARGIN - (score - LEAST) * unit)}`,
    )
    .join(' ');
}

const round = (value: number) => Math.round(value * 10) / 10;
