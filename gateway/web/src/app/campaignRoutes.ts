/** The screens of campaigns and plans. */
import { createRoute } from '@tanstack/react-router';
import { page, parent } from './root';

const TEXTS = ['campaigns', 'works', 'activities'] as const;
const campaigns = createRoute({
  ...parent,
  path: '/campaigns',
  component: page(() => import('@/features/campaigns/CampaignsPage'), 'CampaignsPage', ...TEXTS),
});
const campaign = createRoute({
  ...parent,
  path: '/campaigns/$id',
  component: page(() => import('@/features/campaigns/CampaignPage'), 'CampaignPage', ...TEXTS),
});
const plans = createRoute({
  ...parent,
  path: '/work-plans',
  component: page(() => import('@/features/workPlans/PlansPage'), 'PlansPage', ...TEXTS),
});

export const campaignRoutes = [campaigns, campaign, plans];
