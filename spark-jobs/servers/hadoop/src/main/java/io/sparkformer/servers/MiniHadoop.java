package io.sparkformer.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.ResourceScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;

/**
 * HDFS with one data node and, on demand, YARN with two node managers, in this JVM until it is killed. Their files lie under the
 * working directory.
 *
 * <p>Arguments: the directory for the clients' configuration (what {@code HADOOP_CONF_DIR} names), in which {@code ready}
 * appears last; then {@code yarn}, if that is wanted.
 */
public final class MiniHadoop {
    private static final int NODE_MANAGERS = 2;

    /** Where clients find YARN; everything else in their configuration is their own default. */
    private static final List<String> YARN_ADDRESSES = List.of(
            YarnConfiguration.RM_HOSTNAME,
            YarnConfiguration.RM_ADDRESS,
            YarnConfiguration.RM_SCHEDULER_ADDRESS,
            YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS,
            YarnConfiguration.RM_ADMIN_ADDRESS,
            YarnConfiguration.RM_WEBAPP_ADDRESS);

    private MiniHadoop() {}

    /** Starts what the arguments ask for, and stays. */
    public static void main(String[] arguments) throws Exception {
        Path clients = Files.createDirectories(Path.of(arguments[0]));
        write(startHdfs(), clients.resolve("core-site.xml"));
        if (List.of(arguments).contains("yarn")) {
            write(startYarn(), clients.resolve("yarn-site.xml"));
        }
        Files.createFile(clients.resolve("ready"));
        Thread.currentThread().join();
    }

    private static Configuration startHdfs() throws IOException {
        Configuration server = new Configuration();
        server.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, Path.of("hdfs").toAbsolutePath().toString());
        MiniDFSCluster hdfs = new MiniDFSCluster.Builder(server).numDataNodes(1).build();
        hdfs.waitActive();
        Configuration client = new Configuration(false);
        client.set("fs.defaultFS", hdfs.getURI().toString());
        client.set("dfs.replication", "1");
        return client;
    }

    private static Configuration startYarn() {
        YarnConfiguration server = new YarnConfiguration();
        // The default scheduler wants a file of queues.
        server.setClass(YarnConfiguration.RM_SCHEDULER, FifoScheduler.class, ResourceScheduler.class);
        // Virtual memory says nothing of a JVM, and what natives take is not for a tiny test to limit.
        server.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
        server.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
        MiniYARNCluster yarn = new MiniYARNCluster("yarn", NODE_MANAGERS, 1, 1);
        yarn.init(server);
        yarn.start();
        Configuration client = new Configuration(false);
        for (String address : YARN_ADDRESSES) {
            client.set(address, yarn.getConfig().get(address));
        }
        return client;
    }

    private static void write(Configuration configuration, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            configuration.writeXml(out);
        }
    }
}
