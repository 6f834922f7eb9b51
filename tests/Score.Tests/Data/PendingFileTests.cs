using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class PendingFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scoresde-");

    private string Target => Path.Combine(folder.FullName, "out.bin");

    private string[] Names => [.. folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order()];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not()
    {
        using var living = new PendingFile(Target);
        string alive = Assert.Single(Names);
        string killed = alive[..^29] + "0123456789abcdef.scoresde-tmp";
        string stranger = "out.bin.1234.tmp";
        File.WriteAllText(Path.Combine(folder.FullName, killed), "half");
        File.WriteAllText(Path.Combine(folder.FullName, stranger), "not ours");
        PendingFile.Write(Path.Combine(folder.FullName, "other.bin"), stream => stream.WriteByte(1));
        Assert.Equal(new[] { alive, stranger, "other.bin" }.Order(), Names);
        living.Stream.WriteByte(2);
        living.Commit();
        Assert.Equal(["out.bin", stranger, "other.bin"], Names.OrderBy(name => name == "other.bin" ? 2 : name == "out.bin" ? 0 : 1));
    }

    /// <summary>Writers of one folder look for what killed ones left. A file that is made and not yet locked may be taken for that, and is then made anew.</summary>
    [Fact]
    public void Many_writers_of_one_folder_do_not_take_each_other_for_leftovers()
    {
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => PendingFile.Write(Path.Combine(folder.FullName, $"{i}"), static stream => stream.WriteByte(1)));
        Assert.Equal(2000, Names.Length);
    }

    [Fact]
    public void What_is_missing_is_named_rightly()
    {
        string gone = Path.Combine(folder.FullName, "gone");
        Directory.CreateDirectory(gone);
        using (var written = new PendingFile(Path.Combine(gone, "x")))
        {
            Directory.Delete(gone, recursive: true);
            Assert.Equal("cannot be written: its folder was removed.", Told(written.Commit));
        }

        using (var written = new PendingFile(Target))
        {
            File.Delete(Assert.Single(Directory.GetFiles(folder.FullName)));
            Assert.Equal("cannot be written: its temporary file was removed.", Told(written.Commit));
        }

        Assert.Equal("cannot be written: its folder does not exist.", Told(() => new PendingFile(Path.Combine(gone, "x")).Dispose()));
        if (OperatingSystem.IsLinux())
        {
            // A folder of the system's, which is there and in which there is no file but the system's.
            Assert.Equal("cannot be written: its folder takes no files.", Told(static () => new PendingFile("/proc/self/task/x").Dispose()));
            Assert.Equal("cannot be written: its folder takes no files.", Told(static () => PartialFile.Create("/proc/self/task/x", 1)));
        }

        static string Told(Action writing) => Assert.Throws<DataFileException>(writing).Fault;
    }

    [Fact]
    public void A_leftover_of_another_machine_is_left_alone_for_a_day()
    {
        string path = Path.Combine(folder.FullName, "out.bin.00000000-0123456789abcdef.scoresde-tmp");
        File.WriteAllText(path, "half");
        PendingFile.Write(Target, stream => stream.WriteByte(1));
        Assert.True(File.Exists(path));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        PendingFile.Write(Target, stream => stream.WriteByte(1));
        Assert.Equal(["out.bin"], Names);
    }

    [Fact]
    public void No_two_writers_have_one_temporary_name_and_the_last_to_commit_wins()
    {
        using var first = new PendingFile(Target);
        using var second = new PendingFile(Target);
        Assert.Equal(2, Names.Length);
        first.Stream.WriteByte(1);
        second.Stream.WriteByte(2);
        second.Commit();
        first.Commit();
        Assert.Equal([1], File.ReadAllBytes(Target));
        Assert.Equal(["out.bin"], Names);
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        string real = Path.Combine(folder.FullName, "real.bin");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Target, "real.bin");
        PendingFile.Write(Target, stream => stream.WriteByte(7));
        Assert.Equal("real.bin", new FileInfo(Target).LinkTarget);
        Assert.Equal([7], File.ReadAllBytes(real));
        File.Delete(real);
        PendingFile.Write(Target, stream => stream.WriteByte(8));
        Assert.Equal([8], File.ReadAllBytes(real));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(Target, "old");
        foreach (UnixFileMode mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, (UnixFileMode)0x1B6 })
        {
            File.SetUnixFileMode(Target, mode);
            PendingFile.Write(Target, stream => stream.WriteByte(1));
            Assert.Equal(mode, File.GetUnixFileMode(Target));
        }
    }

    [Fact]
    public void A_long_name_has_a_temporary_one_too()
    {
        string target = Path.Combine(folder.FullName, new string('ä', 127));
        PendingFile.Write(target, stream => stream.WriteByte(1));
        Assert.Equal([1], File.ReadAllBytes(target));
    }

    [Fact]
    public void A_full_disk_has_a_sentence_of_its_own_and_leaves_nothing()
    {
        DataFileException fault = Assert.Throws<DataFileException>(() => PendingFile.Write(Target, _ => throw new IOException("", OperatingSystem.IsWindows() ? 112 : 28)));
        Assert.Equal($"{Target}: cannot be written: the disk is full.", fault.Message);
        Assert.Empty(Names);
    }

    [Theory]
    [InlineData(30, "read-only")]
    [InlineData(11, "locked")]
    [InlineData(122, "quota")]
    [InlineData(5, "input/output")]
    [InlineData(9, "closed")]
    [InlineData(27, "longer than a file may be")]
    public void Each_refusal_of_a_disk_is_told_apart(int code, string word)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains(word, WriteFault.Reason(new IOException("", code)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_and_a_missing_folder_are_refused()
    {
        Assert.Contains("it is a folder", Assert.Throws<DataFileException>(() => new PendingFile(folder.FullName)).Message, StringComparison.Ordinal);
        Assert.Contains("its folder does not exist", Assert.Throws<DataFileException>(() => new PendingFile(Path.Combine(Target, "x", "y"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_of_one_file_are_one_file()
    {
        File.WriteAllText(Target, "x");
        string link = Path.Combine(folder.FullName, "link");
        File.CreateSymbolicLink(link, Target);
        Assert.True(FileIdentity.AreSame(Target, link));
        Assert.True(FileIdentity.AreSame(Target, Path.Combine(folder.FullName, ".", "out.bin")));
        Assert.False(FileIdentity.AreSame(Target, Path.Combine(folder.FullName, "other")));
        string folderLink = Path.Combine(folder.FullName, "here");
        Directory.CreateSymbolicLink(folderLink, folder.FullName);
        Assert.True(FileIdentity.AreSame(Path.Combine(folder.FullName, "new"), Path.Combine(folderLink, "new")));
    }

    [Fact]
    public void A_disk_that_fills_while_a_part_is_written_is_told_by_the_name_that_was_asked_for()
    {
        using (var file = new PendingFile(Target))
        {
            string message = Assert.Throws<DataFileException>(() => file.Fill(static _ => throw new IOException("No space left on device : 'x.scoresde-tmp'", 28))).Message;
            Assert.StartsWith($"{Target}: cannot be written: ", message, StringComparison.Ordinal);
            Assert.DoesNotContain("scoresde-tmp", message, StringComparison.Ordinal);
        }

        Assert.Empty(Names);
    }
}
