import { createRoot } from 'react-dom/client';
import { Conversation } from './conversation/conversation.ts';
import { ChatClient } from './protocol/chat-client.ts';
import { chosenWorkspace, told } from './told.ts';
import { App } from './view/app.tsx';
import './style/page.css';
import './style/controls.css';
import './style/run.css';
import './style/evidence.css';
import './style/approval.css';

const conversation = new Conversation(new ChatClient(told.chat, chosenWorkspace));
const place = document.querySelector('#page');
if (place !== null) createRoot(place).render(<App conversation={conversation} />);
