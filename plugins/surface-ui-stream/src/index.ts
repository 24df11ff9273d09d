import { chatProtocolPoint, definePlugin } from '@hexaops/core';
import { uiStream } from './ui-stream.ts';

export { uiStream } from './ui-stream.ts';

export default definePlugin({
  register(api) {
    api.contribute(chatProtocolPoint, uiStream);
  },
});
