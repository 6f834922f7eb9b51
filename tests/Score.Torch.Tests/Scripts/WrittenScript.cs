using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace ScoreSde.Tests.Scripts;

/// <summary>TorchScript files of a few lines of code, written as libtorch writes them: a module Net with the method forward and buffers of zeros.</summary>
internal static class WrittenScript
{
    public static void Save(string path, string inputs, string body, params (string Name, string Storage, int Bytes)[] buffers)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(archive, "net/data.pkl", Pickle(buffers));
        for (int i = 0; i < buffers.Length; i++)
        {
            Add(archive, $"net/data/{i}", new byte[2 * buffers[i].Bytes]);
        }

        string fields = string.Concat(buffers.Select(static buffer => $"  {buffer.Name} : Tensor\n"));
        string names = string.Concat(buffers.Select(static buffer => $"\"{buffer.Name}\", "));
        string code = $"class Net(Module):\n  __parameters__ = []\n  __buffers__ = [{names}]\n{fields}  training : bool\n  def forward(self: __torch__.Net,\n    {inputs}) -> {(body.StartsWith("return (", StringComparison.Ordinal) ? "Tuple[Tensor, Tensor]" : "Tensor")}:\n    {body}\n";
        Add(archive, "net/code/__torch__.py", Encoding.ASCII.GetBytes(code));
        Add(archive, "net/constants.pkl", [0x80, 2, (byte)')', (byte)'.']);
        Add(archive, "net/version", "3\n"u8.ToArray());
    }

    /// <summary>An archive of such entries.</summary>
    public static void Zip(string path, params ReadOnlySpan<string> names)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (string name in names)
        {
            Add(archive, name, [1, 2, 3]);
        }
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }

    // Protocol 2: an object with a state of buffers [2] and training = False.
    private static byte[] Pickle((string Name, string Storage, int Bytes)[] buffers)
    {
        List<byte> bytes = [0x80, 2];
        Write("c__torch__\nNet\n)\x81}(");
        for (int i = 0; i < buffers.Length; i++)
        {
            Text(buffers[i].Name);
            Write("ctorch._utils\n_rebuild_tensor_v2\n((");
            Text("storage");
            Write($"ctorch\n{buffers[i].Storage}\n");
            Text($"{i}");
            Text("cpu");
            Write("K\x02tQK\0(K\x02t(K\x01t\x89\u0063collections\nOrderedDict\n)RtR");
        }

        Text("training");
        Write("\x89ub.");
        return [.. bytes];

        void Write(string text) => bytes.AddRange(text.Select(static letter => (byte)letter));

        void Text(string text)
        {
            Write("X");
            int length = text.Length;
            bytes.AddRange(MemoryMarshal.AsBytes([length]));
            Write(text);
        }
    }
}
