using ScoreSde.Data;

namespace ScoreSde.Cli.Parts;

/// <summary>Where rows are whose file was taken away while it was written: they are there as long as the file is open, and are copied to another place.</summary>
/// <param name="Path">The name that goes on with them: what <c>--out</c> is to be.</param>
/// <param name="Name">The file that has them.</param>
internal sealed record Refuge(string Path, string Name)
{
    private const int ChunkBytes = 1 << 20;
    private const int MostLetters = 100;

    /// <summary>Copies what is done to the first place that takes it: the nearest folder of the path that is there, the home folder, that of temporary files.</summary>
    /// <param name="path">The name that was meant, in full.</param>
    /// <param name="record">What the file is a part of.</param>
    /// <param name="source">The file.</param>
    /// <param name="bytes">Its head and the rows that are done.</param>
    /// <param name="end">Where its rows will end.</param>
    /// <param name="rows">How many are done.</param>
    /// <returns>Null where no place takes them, or they cannot be read any more.</returns>
    public static Refuge? Of(string path, PartRecord record, PartialFile source, long bytes, long end, long rows)
    {
        foreach (string place in Places(path))
        {
            try
            {
                using PartialFile copy = PartialFile.Create(place, 0);
                Fill(copy, record, source, bytes, end, rows);
                return new Refuge(place, copy.Name);
            }
            catch (DataFileException)
            {
                // The next may take them.
            }
        }

        return null;
    }

    private static void Fill(PartialFile copy, PartRecord record, PartialFile source, long bytes, long end, long rows)
    {
        try
        {
            Copy(source, copy, bytes);
            var mark = new DoneMark(copy, end);
            mark.Begin();
            mark.Write(rows);
            copy.Flush();
            record.Write(PartWriter.RecordOf(copy.Name));
        }
        catch (DataFileException)
        {
            copy.Discard();
            throw;
        }
    }

    private static void Copy(PartialFile source, PartialFile target, long bytes)
    {
        var chunk = new byte[ChunkBytes];
        int count;
        for (long place = 0; place < bytes; place += count)
        {
            count = source.Read(chunk.AsSpan(0, (int)Math.Min(ChunkBytes, bytes - place)), place);
            if (count == 0)
            {
                throw new DataFileException(source.Name, "the file is truncated.");
            }

            target.Write(chunk.AsSpan(0, count), place);
        }
    }

    private static IEnumerable<string> Places(string path)
    {
        string stem = System.IO.Path.GetFileNameWithoutExtension(path);
        string name = $"{stem[..Math.Min(stem.Length, MostLetters)]}.kept-{Guid.NewGuid().ToString("N")[..8]}{System.IO.Path.GetExtension(path)}";
        string? nearest = System.IO.Path.GetDirectoryName(path);
        while (nearest is not null && !Directory.Exists(nearest))
        {
            nearest = System.IO.Path.GetDirectoryName(nearest);
        }

        return new[] { nearest, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), System.IO.Path.GetTempPath() }
            .OfType<string>().Where(static folder => folder.Length > 0).Distinct().Select(folder => System.IO.Path.Combine(folder, name));
    }
}
