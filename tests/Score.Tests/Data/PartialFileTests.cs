using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class PartialFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scoresde-");

    private string Target => Path.Combine(folder.FullName, "out.bin");

    private string[] Names => [.. folder.EnumerateFileSystemInfos().Select(static entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Links_that_lead_round_in_a_circle_are_told_as_that()
    {
        File.CreateSymbolicLink(Target, $"{Target}.other");
        File.CreateSymbolicLink($"{Target}.other", Target);
        foreach (Action making in (Action[])[() => PartialFile.Create(Target, 8).Dispose(), () => PartialFile.Open(Target).Dispose(), () => new PendingFile(Target).Dispose()])
        {
            Assert.EndsWith("cannot be written: its links lead round in a circle.", Assert.Throws<DataFileException>(making).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bytes_come_in_any_order_and_outlive_the_writer()
    {
        using (PartialFile first = PartialFile.Create(Target, 4))
        {
            first.Write([3, 4], 2);
            Assert.Equal(["out.bin.partial"], Names);
        }

        using PartialFile second = PartialFile.Open(Target);
        second.Write([1, 2], 0);
        var read = new byte[9];
        Assert.Equal(4, second.Read(read, 0));
        second.Write([9], 4);
        second.Commit(4);
        Assert.Equal(["out.bin"], Names);
        Assert.Equal([1, 2, 3, 4], File.ReadAllBytes(Target));
    }

    [Fact]
    public void One_that_is_not_there_is_not_opened_and_one_that_fits_no_disk_is_not_made()
    {
        string path = Path.Combine(folder.FullName, "out.bin");
        Assert.StartsWith($"{path}: cannot be written: ", Assert.Throws<DataFileException>(() => PartialFile.Open(path)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path}: cannot be written: ", Assert.Throws<DataFileException>(() => PartialFile.Create(path, long.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_second_writer_is_refused_and_takes_nothing_away()
    {
        using PartialFile first = PartialFile.Create(Target, 2);
        Assert.Contains("another run is writing it", Assert.Throws<DataFileException>(() => PartialFile.Create(Target, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("another run is writing it", Assert.Throws<DataFileException>(() => PartialFile.Open(Target)).Message, StringComparison.Ordinal);
        first.Write([1, 2], 0);
        first.Commit(2);
        Assert.Equal([1, 2], File.ReadAllBytes(Target));
        Assert.Contains("removed", Assert.Throws<DataFileException>(() => PartialFile.Open(Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_under_the_name_is_followed_and_none_to_the_partial_file()
    {
        string real = Path.Combine(folder.FullName, "real.bin");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Target, "real.bin");
        Assert.Equal($"{real}.partial", PartialFile.For(Target));
        using (PartialFile file = PartialFile.Create(Target, 1))
        {
            file.Write([7], 0);
            file.Commit(1);
        }

        Assert.Equal("real.bin", new FileInfo(Target).LinkTarget);
        Assert.Equal([7], File.ReadAllBytes(real));
        string victim = Path.Combine(folder.FullName, "victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink($"{real}.partial", victim);
        Assert.Contains("is a link", Assert.Throws<DataFileException>(() => PartialFile.Create(Target, 1)).Message, StringComparison.Ordinal);
        File.Delete(victim);
        Assert.Throws<DataFileException>(() => PartialFile.Create(Target, 1));
        Assert.False(File.Exists(victim));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_mode_and_a_protected_one_its_content()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, (UnixFileMode)0x1B6);
        using (PartialFile file = PartialFile.Create(Target, 1))
        {
            file.Commit(0);
        }

        Assert.Equal((UnixFileMode)0x1B6, File.GetUnixFileMode(Target));
        File.SetUnixFileMode(Target, UnixFileMode.UserRead);
        Assert.Contains("write-protected", Assert.Throws<DataFileException>(() => PartialFile.Create(Target, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.Throws<DataFileException>(() => PartialFile.Create(folder.FullName, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_folder_went_is_told_when_it_is_flushed()
    {
        string place = Path.Combine(folder.FullName, "sub");
        Directory.CreateDirectory(place);
        using PartialFile file = PartialFile.Create(Path.Combine(place, "x"), 1);
        Assert.True(file.IsThere);
        Directory.Delete(place, recursive: true);
        Assert.False(file.IsThere);
        Assert.Contains("was removed", Assert.Throws<DataFileException>(file.Flush).Message, StringComparison.Ordinal);
        file.Discard();
    }

    [Fact]
    public void A_long_name_has_a_partial_one_too()
    {
        string target = Path.Combine(folder.FullName, new string('ä', 127));
        using (PartialFile file = PartialFile.Create(target, 1))
        {
            file.Write([1], 0);
            file.Commit(1);
        }

        Assert.Equal([1], File.ReadAllBytes(target));
    }
}
