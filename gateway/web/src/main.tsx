import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/fonts.css';
import './app/tokens.css';
import './app/base.css';
import { startI18n } from '@/shared/i18n';
import { App } from './app/App';

void startI18n().then(() => {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
