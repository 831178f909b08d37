import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { IconThumbDown, IconTrophy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Way } from '../moving/MoveDialogs';
import s from './Board.module.css';

/** While a card is dragged: where it is won, and where it is lost. */
export const ClosingZones = () => (
  <div className={s.zones}>
    <Zone way="lose" />
    <Zone way="win" />
  </div>
);

function Zone({ way }: { way: Way }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    return dropTargetForElements({
      element: ref.current,
      getData: () => ({ way }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [way]);
  const Icon = way === 'win' ? IconTrophy : IconThumbDown;
  return (
    <div ref={ref} className={s.zone} data-way={way} data-over={over || undefined}>
      <Icon size={18} aria-hidden /> {t(way === 'win' ? 'deals.toWon' : 'deals.toLost')}
    </div>
  );
}
