/** Civil time in a zone of one's own choice: the browser's may be another than the person's. */

interface Civil {
  /** 2026-12-31 */
  date: string;
  /** 14:05 */
  time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
    formats.set(zone, found);
  }
  return found;
}

/** What the clock on the wall says there. */
export function civilIn(zone: string, instant: string | number | Date): Civil {
  const [date = '', time = ''] = formatOf(zone).format(new Date(instant)).split(' ');
  return { date, time };
}

/** The moment at which the clock there says so; of a leap forward, the first after it. */
export function instantIn(zone: string, date: string, time: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const said = (at: number) => {
    const civil = civilIn(zone, at);
    return Date.parse(`${civil.date}T${civil.time}:00Z`);
  };
  const first = wanted - (said(wanted) - wanted);
  // Between the guess and the moment the clock may have been put forward or back.
  return new Date(first - (said(first) - wanted));
}
