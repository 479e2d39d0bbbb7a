#!/usr/bin/python3
# pgs_polkit_agent.py: an authentication agent whose person closes the dialog, or leaves it open
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: pgs_polkit_agent.py PID LOCALE dismiss|wait
#
# Is the agent of process PID, on the system bus. Says READY, then what it is asked (the action and the words
# that a person would see), then CANCELLED if the question is taken back.
import sys

from gi.repository import Gio, GLib

AUTHORITY = ('org.freedesktop.PolicyKit1', '/org/freedesktop/PolicyKit1/Authority',
             'org.freedesktop.PolicyKit1.Authority')
PATH = '/org/pagescape/Agent'
INTERFACE = '''<node><interface name="org.freedesktop.PolicyKit1.AuthenticationAgent">
<method name="BeginAuthentication"><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="a{ss}" direction="in"/><arg type="s" direction="in"/>
<arg type="a(sa{sv})" direction="in"/></method>
<method name="CancelAuthentication"><arg type="s" direction="in"/></method>
</interface></node>'''
CANCELLED = 'org.freedesktop.PolicyKit1.Error.Cancelled'


def start_time(pid):
    return int(open('/proc/%d/stat' % pid).read().rpartition(')')[2].split()[19])


def on_call(_bus, _sender, _path, _interface, method, parameters, invocation, is_patient):
    if method == 'CancelAuthentication':
        print('CANCELLED', flush=True)
        invocation.return_value(None)
        return
    action, message = parameters.unpack()[:2]
    print('%s\t%s' % (action, message), flush=True)
    if not is_patient:
        invocation.return_dbus_error(CANCELLED, 'the person closed the dialog')


def main():
    pid, locale, manner = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
    bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0],
                        lambda *arguments: on_call(*arguments, manner == 'wait'))
    subject = ('unix-process', {'pid': GLib.Variant('u', pid), 'start-time': GLib.Variant('t', start_time(pid))})
    bus.call_sync(*AUTHORITY, 'RegisterAuthenticationAgent',
                  GLib.Variant('((sa{sv})ss)', (subject, locale, PATH)), None, Gio.DBusCallFlags.NONE, 5000)
    print('READY', flush=True)
    GLib.MainLoop().run()


main()
