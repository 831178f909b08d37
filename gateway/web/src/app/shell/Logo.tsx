import s from './Logo.module.css';

export const Logo = () => (
  <span className={s.logo} aria-hidden>
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden focusable="false">
      <path d="M3.5 13V6M9 13V3.5M14.5 13V8.5" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  </span>
);
