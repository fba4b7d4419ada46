import { Notifications } from '@mantine/notifications';
import classes from './Notices.module.css';

const noticeMs = 5000;
const noticesMax = 3;

/** What has just been done, in a corner and for a while. */
export default function Notices() {
  return (
    <Notifications
      position="bottom-right"
      autoClose={noticeMs}
      limit={noticesMax}
      className={classes.notices}
    />
  );
}
