import s from './PhoneLink.module.css';

export const EmailLink = ({ address }: { address: string }) => (
  <a className={s.link} href={`mailto:${address}`} onClick={(event) => event.stopPropagation()}>
    <span className="ell">{address}</span>
  </a>
);
