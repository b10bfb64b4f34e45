import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarController } from "@web/views/calendar/calendar_controller";

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

registry.category("views").add("crm_yishang_schedule", {
    ...calendarView,
    Controller: ScheduleCalendarController,
});
