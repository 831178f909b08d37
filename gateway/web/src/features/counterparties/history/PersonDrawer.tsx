import { Drawer, Tabs } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Files } from '@/features/attachments';
import type { Contact } from '@/shared/api/types';
import { fieldAccess, useProfile } from '@/shared/session/session';
import { labelKey } from '../fields/fields';
import s from './History.module.css';
import { Trail } from './Trail';
import { OF_CONTACTS, rootOf } from './texts';

export type PersonTab = 'files' | 'history';

interface Props {
  contact: Contact;
  tab: PersonTab;
  writable: boolean;
  onClose: () => void;
}

/** Files and history of a contact person: what does not fit in the row. */
export function PersonDrawer({ contact, tab, writable, onClose }: Props) {
  const { t } = useTranslation();
  const { field_rights } = useProfile();
  // The client's field rights bind its people too.
  const mayWrite = (field: string) =>
    writable && fieldAccess(field_rights, 'counterparties', rootOf(field), contact.market_state) === 'WRITE';
  return (
    <Drawer
      opened
      onClose={onClose}
      size={640}
      title={contact.display_name}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Tabs defaultValue={tab} keepMounted={false} className={s.drawer}>
        <Tabs.List>
          <Tabs.Tab value="files">{t('card.tab.files')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('card.tab.history')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files">
          <Suspense>
            <Files parent={contact.name} writable={writable} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <Trail
            subject={{
              name: contact.name,
              service: 'counterparties',
              resource: 'CONTACT',
              fields: OF_CONTACTS,
              labelKey: (field) => labelKey(field, ''),
              writable: mayWrite,
            }}
          />
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}
