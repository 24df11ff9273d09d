export { buildPage, buildPageWhereChanged } from './build-page.ts';
