import { Loader, Progress } from '@mantine/core';
import s from './BusyStrip.module.css';

/** Says what the worker is doing and how far it is; read out politely. */
export function BusyStrip({ share, text }: { share: number | null; text: string }) {
  return (
    <div className={s.strip} role="status">
      <Loader size={14} aria-hidden />
      <span className={s.text}>{text}</span>
      {share !== null && (
        <>
          <Progress value={share * 100} size={6} className={s.track} aria-label={text} />
          <span className={s.share}>{Math.round(share * 100)} %</span>
        </>
      )}
    </div>
  );
}
