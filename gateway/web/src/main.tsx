import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/mantine';
import './app/fonts.css';
import './app/tokens.css';
import './app/base.css';
import { loadTexts, startI18n } from '@/shared/i18n';
import { App } from './app/App';

void startI18n().then(() => {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  // Words for refusals and rights are wanted seldom, never at once.
  window.setTimeout(
    () =>
      void loadTexts(
        'kit',
        'accounting',
        'counterparties',
        'customFields',
        'deals',
        'identity',
        'imports',
        'leads',
        'merging',
        'payments',
        'products',
        'agreements',
      ),
    1500,
  );
});
