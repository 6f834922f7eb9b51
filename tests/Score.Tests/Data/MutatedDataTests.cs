using System.IO.Compression;
using ScoreSde.Data;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Data;

/// <summary>Damaged files of every kind that is read: data or one documented exception, whatever the bytes.</summary>
public sealed class MutatedDataTests : IDisposable
{
    private const int Cases = 150;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("stored.npz", "y")]
    [InlineData("packed.npz:first", "kind")]
    [InlineData("table.csv", "kind")]
    [InlineData("fortran.npy", null)]
    [InlineData("bool.npy", null)]
    public void A_damaged_file_is_read_or_refused(string name, string? labels)
    {
        string file = name.Split(':')[0];
        byte[] whole = File.ReadAllBytes(Fixture.Of(file));
        ForEachDamage(whole, 7, bytes =>
        {
            folder.Write(file, bytes);
            DataSets.Open(new DataRequest(folder.File(name), labels));
        });
    }

    [Fact]
    public void Damaged_labels_are_read_or_refused()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Of("words.npy"));
        ForEachDamage(whole, 8, bytes => DataSets.Open(new DataRequest(Fixture.Of("uint16.npy"), folder.Write("l.npy", bytes))));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public void A_damaged_part_of_a_folder_is_read_or_refused(string damaged)
    {
        Put("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
        Put("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 4, 1, 2, 1, 2]);
        Put("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]);
        Put("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 2, 1]);
        byte[] whole = File.ReadAllBytes(folder.File(damaged + ".gz"));
        ForEachDamage(whole, 9, bytes =>
        {
            folder.Write(damaged + ".gz", bytes);
            DataSets.Split(folder.Path);
        });
        byte[] plain = Unpacked(whole);
        File.Delete(folder.File(damaged + ".gz"));
        ForEachDamage(plain, 10, bytes =>
        {
            folder.Write(damaged, bytes);
            DataSets.Split(folder.Path);
        });
    }

    [Fact]
    public void A_small_packed_file_does_not_fill_the_memory()
    {
        byte[] head = [0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28];
        using (var gzip = new GZipStream(File.Create(folder.File("train-images-idx3-ubyte.gz")), CompressionLevel.Optimal))
        {
            gzip.Write(head);
            byte[] zeros = new byte[28 * 28 * 64];
            for (int i = 0; i < 65536 / 64; i++)
            {
                gzip.Write(zeros);
            }
        }

        long packed = new FileInfo(folder.File("train-images-idx3-ubyte.gz")).Length;
        Assert.InRange(packed, 40_000, 80_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<DataFileException>(() => DataSets.Open(folder.Path)).Message;
        Assert.Contains($"the most that is taken from {packed} packed ones", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void A_device_is_no_data()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Contains("it is a device, not a file", Assert.Throws<DataFileException>(() => DataSets.Open("/dev/zero")).Message, StringComparison.Ordinal);
    }

    // One to eight bytes changed, some of them cut off or doubled.
    private static void ForEachDamage(byte[] whole, ulong seed, Action<byte[]> read)
    {
        for (int i = 0; i < Cases; i++)
        {
            var chance = new RandomStream(new NoiseKey(seed, 0, NoisePurpose.Data), i);
            byte[] bytes = [.. whole];
            int changes = 1 + (int)(8 * chance.NextDouble());
            for (int change = 0; change < changes; change++)
            {
                bytes[(int)(bytes.Length * chance.NextDouble())] = (byte)(256 * chance.NextDouble());
            }

            double fate = chance.NextDouble();
            byte[] damaged = fate < 0.2 ? bytes[..(int)(bytes.Length * chance.NextDouble())]
                : fate < 0.3 ? [.. bytes, .. bytes]
                : bytes;
            try
            {
                read(damaged);
            }
            catch (DataFileException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
                Assert.InRange(fault.Message.Length, 1, 1000);
            }
        }
    }

    private void Put(string name, byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        folder.Write(name + ".gz", target.ToArray());
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var target = new MemoryStream();
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
