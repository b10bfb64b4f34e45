import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const SAVED = { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" };

/** Have the device tell a place, or an error of that code. */
function mockLocation(place, code) {
    Object.defineProperty(navigator, "geolocation", {
        configurable: true,
        value: {
            getCurrentPosition(onFound, onError) {
                return place ? onFound({ coords: place }) : onError({ code });
            },
        },
    });
}

tours.add("crm_yishang_visit_quick_entry", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)", run: "click" },
        { trigger: ".o_form_view button:contains(记录拜访)", run: "click" },
        {
            trigger:
                ".modal .o_field_widget[name=category_id] .o_selection_badge:contains(打电话)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=content] textarea",
            run: "edit 谈了价格，下周再联系",
        },
        {
            trigger: ".modal .o_field_widget[name=next_step] input",
            run: "edit 发送报价单",
        },
        { trigger: ".modal footer button:contains(保存)", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) button[name=action_yishang_view_visits]:contains(1)",
        },
        { trigger: ".nav-link[name=visits]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=yishang_visit_ids] .o_data_row .o_data_cell:contains(谈了价格)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name]:contains(BF)" },
        { trigger: ".o_breadcrumb:contains(甲石家庄)" },
    ],
});

tours.add("crm_yishang_visit_on_the_road", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(甲石家庄)",
            run() {
                mockLocation({ latitude: 38.0428, longitude: 114.5149, accuracy: 12 });
            },
        },
        {
            trigger: ".o_kanban_record button[name=action_check_in]",
            run: "click",
        },
        { trigger: ".o_kanban_record:contains(进行中)", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=content] textarea",
            run: "edit 看了样品",
        },
        {
            trigger:
                ".o_statusbar_buttons button:contains(签退), .o_cp_action_menus button, .o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        { trigger: "button[name=action_check_out]:visible", run: "click" },
        {
            trigger:
                ".o_form_view:not(:has(button[name=action_check_out])) .o_field_widget[name=content]",
        },
        SAVED,
    ],
});

tours.add("crm_yishang_visit_without_location", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(甲石家庄)",
            run() {
                mockLocation(null, 1);
            },
        },
        {
            trigger: ".o_kanban_record button[name=action_check_in]",
            run: "click",
        },
        { trigger: ".o_notification:contains(定位被拒绝)" },
        { trigger: ".o_kanban_record:contains(进行中)", run: "click" },
        { trigger: ".o_form_view .alert:contains(请填写地点并添加照片)" },
        {
            trigger: ".o_field_widget[name=check_in_place] input",
            run: "edit 客户一楼大厅",
        },
        { trigger: ".o_form_button_save", run: "click" },
        SAVED,
        { trigger: ".o_form_view:not(:has(.alert-warning:visible))" },
    ],
});
