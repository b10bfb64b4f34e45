import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

import { addPlace } from "./place";

export class VisitKanbanController extends KanbanController {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async beforeExecuteActionButton(clickParams) {
        const proceeds = await super.beforeExecuteActionButton(clickParams);
        if (proceeds !== false) {
            await addPlace(clickParams, this.notification);
        }
        return proceeds;
    }
}

registry.category("views").add("crm_yishang_visit_kanban", {
    ...kanbanView,
    Controller: VisitKanbanController,
});
