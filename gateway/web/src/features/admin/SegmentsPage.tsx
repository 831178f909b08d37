import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const SegmentsPage = () => <PageSkeleton />;
