/* The first part of the AppImage: shows the file system behind it as a folder, and runs what is in
 * it.  An AppImage of type 2 is an ELF program with the bytes "AI\2" in its header, followed by a
 * squashfs (https://github.com/AppImage/AppImageSpec/blob/master/draft.md).
 *
 * With FUSE the folder is mounted for as long as the program runs.  Without it (no fusermount3, a
 * container) everything is unpacked into a temporary folder that is removed at the end.
 *
 * Everything is linked statically, so that it runs on any Linux.  packaging/installers/appimage.py
 * builds it. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <squashfuse/config.h>
#include <squashfuse/ll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char self[PATH_MAX];   /* this file */
static char folder[PATH_MAX]; /* where its content is seen */
static pid_t program = -1;
static sqfs_ll_chan channel;

/* squashfuse can read LZO too, whose licence (GPL) would then hold for this whole program.  What is
 * behind it is compressed by zstd, so nobody calls this. */
int lzo1x_decompress_safe(const void *from, size_t size, void *to, size_t *room, void *memory) {
    (void)from, (void)size, (void)to, (void)room, (void)memory;
    return -1;
}

static void fail(const char *what) {
    fprintf(stderr, "AppImage: %s: %s\n", what, strerror(errno));
    exit(127);
}

/* The squashfs begins where the ELF program ends: behind its table of sections. */
static size_t offset_of_image(void) {
    Elf64_Ehdr header;
    int file = open(self, O_RDONLY | O_CLOEXEC);
    if (file < 0 || read(file, &header, sizeof header) != sizeof header) fail(self);
    close(file);
    return header.e_shoff + (size_t)header.e_shentsize * header.e_shnum;
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at) {
    (void)s, (void)kind, (void)at;
    return remove(path);
}

static void remove_folder(const char *path) { nftw(path, remove_one, 64, FTW_DEPTH | FTW_PHYS); }

/* Make a folder for this run below TMPDIR, for this user alone. */
static void make_folder(const char *fallback) {
    const char *base = getenv("TMPDIR");
    if (base == NULL || *base != '/') base = fallback;
    snprintf(folder, sizeof folder, "%s/.migma-desktop-XXXXXX", base);
    if (mkdtemp(folder) == NULL) fail(folder);
}

static void write_file(sqfs *fs, sqfs_inode *inode, const char *path, mode_t mode) {
    static char block[256 * 1024];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
    if (file < 0) fail(path);
    sqfs_off_t done = 0;
    while ((uint64_t)done < inode->xtra.reg.file_size) {
        sqfs_off_t size = sizeof block;
        if (sqfs_read_range(fs, inode, done, &size, block) != SQFS_OK || size == 0) {
            errno = EIO;
            fail(path);
        }
        for (sqfs_off_t written = 0; written < size;) {
            ssize_t now = write(file, block + written, size - written);
            if (now < 0) fail(path);
            written += now;
        }
        done += size;
    }
    close(file);
}

static void write_link(sqfs *fs, sqfs_inode *inode, const char *path) {
    char target[PATH_MAX];
    size_t size = sizeof target;
    if (sqfs_readlink(fs, inode, target, &size) != SQFS_OK || symlink(target, path) != 0) fail(path);
}

/* Unpack everything below `target`, which is there. */
static void extract(const char *target) {
    sqfs fs;
    sqfs_err error = sqfs_open_image(&fs, self, offset_of_image());
    sqfs_traverse walk;
    if (error != SQFS_OK || sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs)) != SQFS_OK) {
        errno = EIO;
        fail("its content can't be read");
    }
    while (sqfs_traverse_next(&walk, &error)) {
        char path[PATH_MAX];
        sqfs_inode inode;
        if (walk.dir_end) continue;
        if (sqfs_inode_get(&fs, &inode, sqfs_dentry_inode(&walk.entry)) != SQFS_OK) break;
        if (snprintf(path, sizeof path, "%s/%s", target, walk.path) >= (int)sizeof path) break;
        mode_t mode = inode.base.mode;
        if (S_ISDIR(mode)) {
            if (mkdir(path, 0755) != 0) fail(path);
        } else if (S_ISREG(mode)) {
            write_file(&fs, &inode, path, mode);
        } else if (S_ISLNK(mode)) {
            write_link(&fs, &inode, path);
        }
    }
    if (error != SQFS_OK) {
        errno = EIO;
        fail("its content is damaged");
    }
    sqfs_traverse_close(&walk);
    sqfs_destroy(&fs);
}

static void pass_on(int signal) {
    if (program > 0) kill(program, signal);
}

/* Start AppRun, with signals to this process going on to it. */
static void start(char **arguments) {
    char path[PATH_MAX + 8];
    snprintf(path, sizeof path, "%s/AppRun", folder);
    setenv("APPIMAGE", self, 1);
    setenv("APPDIR", folder, 1);
    setenv("ARGV0", arguments[0], 1);
    program = fork();
    if (program < 0) fail("fork");
    if (program == 0) {
        arguments[0] = path;
        execv(path, arguments);
        fail(path);
    }
    struct sigaction action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
    int passed[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) sigaction(passed[i], &action, NULL);
}

/* Wait for the program and return what a shell would: its exit code, or 128 and the signal. */
static int ending(void) {
    int status;
    while (waitpid(program, &status, 0) < 0)
        if (errno != EINTR) return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void *end_with_program(void *nothing) {
    (void)nothing;
    int status = ending();
    sqfs_ll_unmount(&channel, folder);
    rmdir(folder);
    _exit(status);
}

/* Mount the content at `folder`; false where FUSE can't be used. */
static int mount_it(sqfs_ll **ll) {
    static struct fuse_lowlevel_ops operations;
    operations.getattr = sqfs_ll_op_getattr;
    operations.opendir = sqfs_ll_op_opendir;
    operations.releasedir = sqfs_ll_op_releasedir;
    operations.readdir = sqfs_ll_op_readdir;
    operations.lookup = sqfs_ll_op_lookup;
    operations.open = sqfs_ll_op_open;
    operations.release = sqfs_ll_op_release;
    operations.read = sqfs_ll_op_read;
    operations.readlink = sqfs_ll_op_readlink;
    operations.forget = sqfs_ll_op_forget;
    operations.statfs = stfs_ll_op_statfs;
    if (access("/dev/fuse", R_OK | W_OK) != 0) return 0;
    *ll = sqfs_ll_open(self, offset_of_image());
    if (*ll == NULL) return 0;
    char *words[] = {self, "-o", "ro,nodev,nosuid,fsname=migma-desktop", NULL};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, words);
    int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC), errors = dup(2);
    dup2(quiet, 2); /* what FUSE says when it can't be used; the other way is taken then */
    sqfs_err error =
        sqfs_ll_mount(&channel, folder, &arguments, &operations, sizeof operations, *ll);
    dup2(errors, 2);
    close(errors), close(quiet);
    return error == SQFS_OK;
}

static int run_mounted(char **arguments) {
    sqfs_ll *ll = NULL;
    pthread_t watcher;
    make_folder("/tmp");
    if (!mount_it(&ll)) {
        rmdir(folder);
        return 0;
    }
    start(arguments);
    if (pthread_create(&watcher, NULL, end_with_program, NULL) != 0) fail("pthread_create");
    fuse_session_loop(channel.session);
    pthread_join(watcher, NULL); /* which ends this process */
    return 1;
}

static int run_extracted(char **arguments) {
    make_folder("/var/tmp");
    extract(folder);
    start(arguments);
    int status = ending();
    remove_folder(folder);
    return status;
}

int main(int count, char **arguments) {
    const char *wish = count > 1 ? arguments[1] : "";
    const char *always = getenv("APPIMAGE_EXTRACT_AND_RUN");
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size < 0) fail("/proc/self/exe");
    self[size] = '\0';
    if (strcmp(wish, "--appimage-offset") == 0) {
        printf("%zu\n", offset_of_image());
        return 0;
    }
    if (strcmp(wish, "--appimage-extract") == 0) {
        if (mkdir("squashfs-root", 0755) != 0) fail("squashfs-root");
        extract("squashfs-root");
        return 0;
    }
    if (strcmp(wish, "--appimage-extract-and-run") == 0) {
        arguments[1] = arguments[0];
        return run_extracted(arguments + 1);
    }
    if (always == NULL || strcmp(always, "1") != 0) run_mounted(arguments);
    return run_extracted(arguments);
}
