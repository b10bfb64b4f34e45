import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";

/** An item stands for a document: that is what opens. */
export class ScheduleCalendarController extends CalendarController {
    async editRecord(record) {
        const action = await this.orm.call(
            this.model.resModel,
            "action_open_document",
            [[record.id]]
        );
        return this.action.doAction(action);
    }
}

/** A month does not fit a phone: it begins with the day, until somebody chooses. */
export class ScheduleCalendarModel extends CalendarModel {
    getLocalStorageScale() {
        if (this.env.isSmall && !browser.localStorage.getItem(this.storageKey)) {
            return "day";
        }
        return super.getLocalStorageScale();
    }
}

registry.category("views").add("crm_yishang_schedule", {
    ...calendarView,
    Controller: ScheduleCalendarController,
    Model: ScheduleCalendarModel,
});
