// breaks: index-without-shell
export { value } from './shell/plain.ts';
