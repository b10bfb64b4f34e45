import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { addPlace } from "./place";

export class VisitFormController extends FormController {
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

registry
    .category("views")
    .add("crm_yishang_visit_form", { ...formView, Controller: VisitFormController });
