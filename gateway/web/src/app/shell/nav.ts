/** What the menu holds: only screens that exist, each with the permission that opens it. */
import {
  IconAddressBook,
  IconAffiliate,
  IconArrowsExchange,
  IconBox,
  IconCake,
  IconCalendar,
  IconCalendarStar,
  IconCalendarTime,
  IconCashBanknote,
  IconChartBar,
  IconChecklist,
  IconCopy,
  IconFileCertificate,
  IconFileImport,
  IconFilterStar,
  IconForms,
  IconHierarchy3,
  IconKey,
  IconLayoutKanban,
  IconListCheck,
  IconMessages,
  IconPlugConnected,
  IconRoute,
  IconShieldCheck,
  IconShieldLock,
  IconSpeakerphone,
  IconSun,
  IconTags,
  IconTargetArrow,
  IconTimeline,
  IconUserHeart,
  IconUserShare,
  IconUserSquareRounded,
  IconUsers,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';

export type NavKey =
  | 'myDay'
  | 'calendar'
  | 'planner'
  | 'counterparties'
  | 'contacts'
  | 'occasions'
  | 'deals'
  | 'works'
  | 'interactions'
  | 'campaigns'
  | 'workPlans'
  | 'workSettings'
  | 'workCalendars'
  | 'payments'
  | 'leads'
  | 'products'
  | 'agreements'
  | 'duplicates'
  | 'imports'
  | 'users'
  | 'orgUnits'
  | 'roles'
  | 'substitutions'
  | 'segments'
  | 'managers'
  | 'customFields'
  | 'funnels'
  | 'leadSettings'
  | 'relationKinds'
  | 'holidays'
  | 'apiKeys'
  | 'integrations'
  | 'accounting'
  | 'personalData';

export interface NavItem {
  key: NavKey;
  to: LinkProps['to'];
  icon: ComponentType<{ size?: number; stroke?: number }>;
  permission: string;
  /** A part of the screen is for whoever has this one. */
  orElse?: string;
}

export interface NavGroup {
  key: 'work' | 'sales' | 'base' | 'admin';
  items: NavItem[];
}

export const NAV: NavGroup[] = [
  {
    key: 'work',
    items: [
      { key: 'myDay', to: '/my-day', icon: IconSun, permission: 'works.read' },
      { key: 'works', to: '/works', icon: IconChecklist, permission: 'works.read' },
      { key: 'calendar', to: '/calendar', icon: IconCalendar, permission: 'works.read' },
      { key: 'planner', to: '/planner', icon: IconTimeline, permission: 'works.read' },
      { key: 'interactions', to: '/interactions', icon: IconMessages, permission: 'interactions.read' },
    ],
  },
  {
    key: 'sales',
    items: [
      { key: 'campaigns', to: '/campaigns', icon: IconSpeakerphone, permission: 'works.read' },
      { key: 'workPlans', to: '/work-plans', icon: IconChartBar, permission: 'works.read' },
      { key: 'leads', to: '/leads', icon: IconTargetArrow, permission: 'leads.read' },
      { key: 'deals', to: '/deals', icon: IconLayoutKanban, permission: 'deals.read' },
      {
        key: 'payments',
        to: '/payments',
        icon: IconCashBanknote,
        permission: 'payments.read',
        orElse: 'invoices.read',
      },
      { key: 'products', to: '/products', icon: IconBox, permission: 'products.read' },
      {
        key: 'agreements',
        to: '/agreements',
        icon: IconFileCertificate,
        permission: 'agreements.read',
      },
    ],
  },
  {
    key: 'base',
    items: [
      {
        key: 'counterparties',
        to: '/counterparties',
        icon: IconAddressBook,
        permission: 'counterparties.read',
      },
      { key: 'contacts', to: '/contacts', icon: IconUserSquareRounded, permission: 'counterparties.read' },
      { key: 'occasions', to: '/occasions', icon: IconCake, permission: 'counterparties.read' },
      { key: 'imports', to: '/imports', icon: IconFileImport, permission: 'imports.read' },
      { key: 'duplicates', to: '/duplicates', icon: IconCopy, permission: 'duplicates.write' },
    ],
  },
  {
    key: 'admin',
    items: [
      { key: 'users', to: '/admin/users', icon: IconUsers, permission: 'users.write' },
      { key: 'orgUnits', to: '/admin/org-units', icon: IconHierarchy3, permission: 'org_units.write' },
      { key: 'roles', to: '/admin/roles', icon: IconShieldCheck, permission: 'roles.read' },
      // Everybody may see his own, in his profile; here are those of one's people.
      { key: 'substitutions', to: '/admin/substitutions', icon: IconUserShare, permission: 'audit.read' },
      { key: 'segments', to: '/admin/segments', icon: IconTags, permission: 'segments.write' },
      { key: 'managers', to: '/admin/managers', icon: IconUserHeart, permission: 'managers.read' },
      { key: 'customFields', to: '/admin/fields', icon: IconForms, permission: 'custom_fields.write' },
      { key: 'funnels', to: '/admin/funnels', icon: IconFilterStar, permission: 'funnels.write' },
      {
        key: 'workSettings',
        to: '/admin/work-settings',
        icon: IconListCheck,
        permission: 'work_settings.write',
      },
      {
        key: 'workCalendars',
        to: '/admin/work-calendars',
        icon: IconCalendarTime,
        permission: 'work_calendars.write',
      },
      {
        key: 'leadSettings',
        to: '/admin/lead-settings',
        icon: IconRoute,
        permission: 'lead_settings.write',
      },
      {
        key: 'relationKinds',
        to: '/admin/relation-kinds',
        icon: IconAffiliate,
        permission: 'relation_kinds.write',
      },
      {
        key: 'holidays',
        to: '/admin/holidays',
        icon: IconCalendarStar,
        permission: 'professional_holidays.write',
      },
      { key: 'apiKeys', to: '/admin/api-keys', icon: IconKey, permission: 'api_keys.write' },
      {
        key: 'integrations',
        to: '/admin/integrations',
        icon: IconPlugConnected,
        permission: 'registry.write',
      },
      { key: 'accounting', to: '/admin/accounting', icon: IconArrowsExchange, permission: 'accounting.read' },
      {
        key: 'personalData',
        to: '/admin/personal-data',
        icon: IconShieldLock,
        permission: 'personal_data.read',
      },
    ],
  },
];

/** The menu as this caller sees it; groups without a screen are left out. */
export function menuFor(can: (permission: string) => boolean): NavGroup[] {
  const may = ({ permission, orElse }: NavItem) => can(permission) || Boolean(orElse && can(orElse));
  return NAV.map((group) => ({ ...group, items: group.items.filter((item) => may(item)) })).filter(
    (group) => group.items.length > 0,
  );
}
