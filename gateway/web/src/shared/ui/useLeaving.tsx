import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmTyped } from './ConfirmTyped';

/** Asks before a form in which something was written is closed by Esc, its cross or a click beside. */
export function useLeaving(onClose: () => void) {
  const { t } = useTranslation();
  const [dirty, setDirty] = useState(false);
  const [asked, setAsked] = useState(false);
  return {
    onInput: () => setDirty(true),
    leave: {
      // The Esc that asks is not the answer: it has to pass before the question is there to hear it.
      onClose: () => (dirty ? void window.setTimeout(() => setAsked(true)) : onClose()),
      // Esc in the question answers the question.
      closeOnEscape: !asked,
    },
    question: (
      <ConfirmTyped
        opened={asked}
        title={t('ui.leaveTitle')}
        confirm={t('ui.leave')}
        onClose={() => setAsked(false)}
        onConfirm={onClose}
      >
        {t('ui.leaveText')}
      </ConfirmTyped>
    ),
  };
}
