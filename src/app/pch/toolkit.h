/* toolkit.h: read once for all files of the window, whose compilation is mostly reading it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <adwaita.h>
