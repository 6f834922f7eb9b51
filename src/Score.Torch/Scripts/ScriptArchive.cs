using System.IO.Compression;
using ScoreSde.Data.Png;
using ScoreSde.Describing;

namespace ScoreSde.Torch.Scripts;

/// <summary>What a file of PyTorch is, told from the names in its archive before libtorch reads it.</summary>
internal static class ScriptArchive
{
    private const string WayOut = "save the network with torch.jit.script(net).save(\"net.pt\") or torch.jit.trace(net, inputs).save(\"net.pt\")";

    /// <summary>Refuses what is no TorchScript file.</summary>
    /// <exception cref="NetworkFileException">It is missing, damaged, or holds weights without code.</exception>
    public static void Check(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            string[] names = [.. archive.Entries.Select(static entry => entry.FullName)];
            bool Has(string name) => names.Any(entry => entry.EndsWith('/' + name, StringComparison.Ordinal));
            if (!Has("constants.pkl") || !names.Any(static entry => entry.Contains("/code/", StringComparison.Ordinal)))
            {
                throw new NetworkFileException(path, Has("data.pkl") ? $"holds weights without the code of their network; {WayOut}." : $"is no TorchScript file; {WayOut}.");
            }

            // libtorch checks no sums and ends the whole process at some damage.
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream content = entry.Open();
                if (Crc32.Of(content) != entry.Crc32)
                {
                    throw new NetworkFileException(path, $"is damaged: '{Data.Excerpt.Of(entry.FullName)}' is not what its checksum says.");
                }
            }
        }
        catch (InvalidDataException bad)
        {
            throw new NetworkFileException(path, $"is damaged or no TorchScript file; {WayOut}.", bad);
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            throw new NetworkFileException(path, bad is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : "cannot be read.", bad);
        }
    }
}
