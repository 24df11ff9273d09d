import { repository } from '../workspaces.ts';
import { chartFollows } from './chart.ts';
import { followCore } from './outside.ts';
import { pluginsPageFollows } from './plugins-page.ts';

// After `changeset version`: what it does not know of.
await followCore(repository);
await chartFollows(repository);
await pluginsPageFollows(repository);
