from django.urls import path

from laksa.outbox import views

urlpatterns = [path("design/outbox/", views.outbox, name="design_outbox")]
